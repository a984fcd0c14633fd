package org.openbalance.bank.enablebanking;

import org.openbalance.bank.kit.ConnectorContract;
import org.openbalance.bank.kit.StandIn;

class EnableBankingConnectorContractTest extends ConnectorContract {

    @Override
    protected StandIn standIn() {
        return new EnableBankingStandIn();
    }
}
