package org.sluice.shell.verb;

import java.util.Map;
import java.util.Optional;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "transports prefer",
        description =
                "Goes by this transport wherever it reaches the peer, whatever is measured; auto: measures again.")
final class TransportsPrefer implements Verb {

    private static final String AUTO = "auto";

    @Mixin
    private Common common = new Common();

    @Parameters(paramLabel = "NAME", description = "As sluice transports shows it, or auto.")
    private String name = "";

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        Optional<String> preferred = Optional.of(name).filter(given -> !given.equals(AUTO));
        services.inventory().preferTransport(preferred);
        if (common.json()) {
            Map<String, Object> report = Report.object("transports prefer", ExitCode.DONE);
            report.put("preferred", name);
            console.say(Json.write(report));
        } else {
            console.say(preferred
                    .map(scheme -> scheme + " is preferred from the next transfer on")
                    .orElse("the transport is chosen by measurement from the next transfer on"));
        }
        return ExitCode.DONE;
    }
}
