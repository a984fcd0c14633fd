package org.openbalance.bank.example;

import org.openbalance.bank.kit.ConnectorContract;
import org.openbalance.bank.kit.StandIn;

class ExampleBankConnectorContractTest extends ConnectorContract {

    @Override
    protected StandIn standIn() {
        return new ExampleBankStandIn();
    }
}
