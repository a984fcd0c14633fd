package org.openbalance.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class AwsFailureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Unable to load region from any of the providers | The environment names no AWS region: say --region, or set AWS_REGION.",
                "Unable to load credentials from any of | The environment has no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and its secret.",
                "Received an UnknownHostException when | SQS cannot be found: the region's name may be wrong, or there is no network.",
                "Connection refused | SQS cannot be reached: Connection refused."
            })
    void what_to_do_is_said_where_the_sdk_says_where_it_looked(String message, String sentence) {
        assertThat(AwsFailure.sentence("SQS", SdkClientException.create(message)))
                .isEqualTo(sentence);
    }

    @Test
    void a_refusal_is_in_the_words_of_the_service() {
        var details = AwsErrorDetails.builder()
                .errorMessage("The specified queue does not exist")
                .build();

        assertThat(AwsFailure.sentence("SQS", (SqsException)
                        SqsException.builder().awsErrorDetails(details).build()))
                .isEqualTo("SQS refused: The specified queue does not exist.");
    }

    @Test
    void a_table_that_is_not_there_is_named_by_the_output_of_the_stack() {
        assertThat(AwsFailure.sentence(
                        "DynamoDB", ResourceNotFoundException.builder().build()))
                .contains("TableName");
    }
}
