package org.openbalance.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// A function's answer to a batch of messages, read as Lambda reads it where ReportBatchItemFailures is set.
///
/// Source: "Handling errors for an SQS event source in Lambda" in the Lambda developer guide. No answer, an empty one,
/// and an empty list are a success; what cannot be understood fails the whole batch.
final class BatchAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BatchAnswer() {}

    /// An answer that fails the whole batch.
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1;

        Malformed(String what) {
            super(what);
        }
    }

    /// @param batch the ids of the messages that the function was called with
    /// @return the ids of those that failed
    static Set<String> failed(byte[] answer, Set<String> batch) throws Malformed {
        var tree = read(answer);
        if (tree.isMissingNode() || tree.isNull()) {
            return Set.of();
        }
        if (!tree.isObject()) {
            throw new Malformed("what is no JSON object");
        }
        var failures = tree.path("batchItemFailures");
        if (failures.isMissingNode() || failures.isNull()) {
            return Set.of();
        }
        if (!failures.isArray()) {
            throw new Malformed("a batchItemFailures that is no list");
        }
        var failed = new HashSet<String>();
        for (var failure : failures) {
            failed.add(identifier(failure, batch));
        }
        return failed;
    }

    private static JsonNode read(byte[] answer) throws Malformed {
        try {
            return JSON.readTree(answer);
        } catch (IOException broken) {
            throw new Malformed("what is no JSON");
        }
    }

    private static String identifier(JsonNode failure, Set<String> batch) throws Malformed {
        var identifier = failure.path("itemIdentifier").textValue();
        if (identifier == null || identifier.isEmpty()) {
            throw new Malformed("a failure without its itemIdentifier");
        }
        if (!batch.contains(identifier)) {
            throw new Malformed("an itemIdentifier that is not in the batch");
        }
        return identifier;
    }
}
