package org.openbalance.tools;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/// What a tool says when AWS refused, or could not be asked.
final class AwsFailure {

    private AwsFailure() {}

    /// @param service its name, as people know it
    static String sentence(String service, SdkException failure) {
        return switch (failure) {
            case ResourceNotFoundException _ ->
                "There is no such table in this account and region; the stack's output TableName names it.";
            case AwsServiceException exception
            when exception.awsErrorDetails() != null ->
                service + " refused: " + ended(exception.awsErrorDetails().errorMessage());
            default -> whyUnreachable(service, String.valueOf(failure.getMessage()));
        };
    }

    /// The SDK tells of every place where it looked; what to do about it is shorter.
    private static String whyUnreachable(String service, String message) {
        if (message.contains("Unable to load region")) {
            return "The environment names no AWS region: say --region, or set AWS_REGION.";
        }
        if (message.contains("Unable to load credentials")) {
            return "The environment has no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and its secret.";
        }
        if (message.contains("UnknownHostException")) {
            return service + " cannot be found: the region's name may be wrong, or there is no network.";
        }
        return service + " cannot be reached: "
                + ended(message.lines().findFirst().orElse(""));
    }

    /// A message as a sentence.
    static String ended(String message) {
        return message.endsWith(".") ? message : message + ".";
    }
}
