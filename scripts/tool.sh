# Sourced by the scripts that are Java programs of this project, which define fail: runs one of them.

# Maven writes the class path when it compiles.
class_path_file() {
  printf '%s\n' "$1/target/local/app.classpath"
}

is_built() {
  [ -f "$(class_path_file "$1")" ] && [ -z "$(find "$1/pom.xml" -newer "$(class_path_file "$1")")" ] &&
    { [ -d "$1/target/classes/org/openbalance/tools" ] || [ -d "$1/target/local-classes/org/openbalance/tools" ]; }
}

# run_tool PROJECT CLASS ARGUMENT...: the program gets the project's folder first.
run_tool() {
  project=$1
  tool=$2
  shift 2
  . "$project/scripts/jdk.sh"
  use_jdk
  is_built "$project" || "$project/mvnw" -q compile >&2 || fail "the project does not compile, see above."
  exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
    -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
    -cp "$project/target/classes:$project/target/local-classes:$(cat "$(class_path_file "$project")")" \
    "org.openbalance.tools.$tool" "$project" "$@"
}
