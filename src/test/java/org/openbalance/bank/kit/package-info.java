/// What a connector has to do right, as one suite of tests: [ConnectorContract]. A connector's own test fills in a
/// [StandIn] of its network, most easily from [HttpStandIn], and says which [Feature]s that network has none of.
package org.openbalance.bank.kit;
