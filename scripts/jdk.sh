# Sourced by mvnw and the scripts here, which define fail: finds the JDK that the project is built with.

jdk_feature=25

# A JDK names its version in the file "release"; javac is asked only when there is none, since a JVM starts slowly.
is_wanted_jdk() {
  [ -x "$1/bin/javac" ] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)".*/\1/p' "$1/release" 2>/dev/null) || version=
  [ -n "$version" ] || version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac //p')
  case $version in
    "$jdk_feature" | "$jdk_feature"[.+-]*) return 0 ;;
    *) return 1 ;;
  esac
}

home_of_java_on_path() {
  command -v java >/dev/null || return 0
  java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && is_wanted_jdk "$JAVA_HOME"; then
    printf '%s\n' "$JAVA_HOME"
    return
  fi
  on_path=$(home_of_java_on_path)
  for candidate in "$on_path" /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if is_wanted_jdk "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

use_jdk() {
  JAVA_HOME=$(find_jdk) ||
    fail "no JDK $jdk_feature found in JAVA_HOME, behind java on PATH, or in /usr/lib/jvm, /usr/java, /opt, ~/.sdkman/candidates/java, ~/.jdks and Library/Java/JavaVirtualMachines."
  export JAVA_HOME
}
