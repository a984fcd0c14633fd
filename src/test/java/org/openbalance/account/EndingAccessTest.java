package org.openbalance.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openbalance.webhook.WebhookLimits;

class EndingAccessTest {

    @Test
    void a_callback_stays_until_the_last_try_to_end_an_access_can_be_told_to_it() {
        assertThat(WebhookLimits.ENDED_CALLBACK).isGreaterThan(EndingAccess.GIVEN_UP);
    }
}
