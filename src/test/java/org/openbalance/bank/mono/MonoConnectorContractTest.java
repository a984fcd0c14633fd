package org.openbalance.bank.mono;

import org.openbalance.bank.kit.ConnectorContract;
import org.openbalance.bank.kit.StandIn;

class MonoConnectorContractTest extends ConnectorContract {

    @Override
    protected StandIn standIn() {
        return new MonoStandIn();
    }
}
