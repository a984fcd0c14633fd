/// LocalStack starts DynamoDB Local with a Java agent of its own, which lifts the limit of 20 indexes a table and is published
/// on GitHub alone. This one has its place and does nothing.
final class Agent {
    public static void premain(String arguments) {}
}
