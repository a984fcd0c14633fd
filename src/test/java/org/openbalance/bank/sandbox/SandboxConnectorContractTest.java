package org.openbalance.bank.sandbox;

import org.junit.jupiter.api.Nested;
import org.openbalance.bank.kit.ConnectorContract;
import org.openbalance.bank.kit.StandIn;

/// The sandbox keeps the rules that any connector does, with each of its ways to sign in.
class SandboxConnectorContractTest {

    @Nested
    class WithAPassword extends ConnectorContract {
        @Override
        protected StandIn standIn() {
            return new SandboxStandIn(Sandbox.PASSWORD);
        }
    }

    @Nested
    class WithAOneTimePassword extends ConnectorContract {
        @Override
        protected StandIn standIn() {
            return new SandboxStandIn(Sandbox.OTP);
        }
    }

    @Nested
    class WithAQuestion extends ConnectorContract {
        @Override
        protected StandIn standIn() {
            return new SandboxStandIn(Sandbox.QUESTION);
        }
    }

    @Nested
    class WithAPageOfTheBank extends ConnectorContract {
        @Override
        protected StandIn standIn() {
            return new SandboxStandIn(Sandbox.REDIRECT);
        }
    }

    @Nested
    class WithAWait extends ConnectorContract {
        @Override
        protected StandIn standIn() {
            return new SandboxStandIn(Sandbox.WAIT);
        }
    }

    @Nested
    class WithAnApprovalElsewhere extends ConnectorContract {
        @Override
        protected StandIn standIn() {
            return new SandboxStandIn(Sandbox.PASSWORD, WellKnownUser.USER_ELSEWHERE);
        }
    }

    @Nested
    class WithAnIdTokenInTheFragment extends ConnectorContract {
        @Override
        protected StandIn standIn() {
            return new SandboxStandIn(Sandbox.REDIRECT, WellKnownUser.USER_FRAGMENT);
        }
    }
}
