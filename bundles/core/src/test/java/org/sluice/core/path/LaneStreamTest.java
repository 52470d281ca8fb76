package org.sluice.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.transport.Stream;

class LaneStreamTest {

    @Test
    void whatever_a_stream_says_of_itself_is_said_of_the_lane() throws Exception {
        List<String> asked = new ArrayList<>();
        Stream stream = (Stream) Proxy.newProxyInstance(
                Stream.class.getClassLoader(), new Class<?>[] {Stream.class}, (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    return method.getReturnType() == boolean.class ? true : null;
                });
        LaneStream lane = new LaneStream(stream, () -> {});

        List<String> questions = new ArrayList<>();
        for (Method method : Stream.class.getMethods()) {
            if (method.getReturnType() == boolean.class) {
                questions.add(method.getName());
                assertTrue((boolean) method.invoke(lane), method::getName);
            }
        }

        assertEquals(questions, asked);
    }
}
