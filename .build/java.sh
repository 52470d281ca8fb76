# Sourced by ./sluice and ./test: finds a JDK and Maven, or says what is missing.

wanted=25

# is_jdk FOLDER: a JDK (not a JRE) that is new enough
is_jdk() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    local version
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ -n "$version" ] && [ "$version" -ge $wanted ]
}

# The places, likeliest first; a glob without a match is just no JDK.
jdk_places() {
    [ -z "${JAVA_HOME:-}" ] || echo "$JAVA_HOME"
    local javac
    if javac=$(command -v javac); then
        javac=$(readlink -f "$javac" 2>/dev/null || echo "$javac")
        echo "${javac%/bin/javac}"
    fi
    if [ -x /usr/libexec/java_home ]; then /usr/libexec/java_home -v "$wanted+" 2>/dev/null; fi
    printf '%s\n' /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
}

find_jdk() {
    local place
    while IFS= read -r place; do
        if is_jdk "$place"; then
            export JAVA_HOME=$place
            return
        fi
    done < <(jdk_places)
    echo "Sluice needs a JDK of version $wanted or newer (for one, Temurin: https://adoptium.net). Install it, or set JAVA_HOME to it." >&2
    exit 1
}

# debian_package COMMAND PACKAGE: installs it when the command is missing and we may
debian_package() {
    command -v "$1" >/dev/null && return
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "installing $2 ..." >&2
    apt-get install -y -q "$2" >&2 || { apt-get update -q >&2 && apt-get install -y -q "$2" >&2; }
}

find_maven() {
    debian_package mvn maven && return
    echo "Sluice is built with Maven (3.8.1 or newer; https://maven.apache.org). Install it, so that mvn is on the PATH." >&2
    exit 1
}
