package org.openbalance.consent;

import org.openbalance.platform.Tenant;

/// The port to whoever keeps customers: whom a session is opened for must be known before anybody signs in.
public interface KnownCustomers {

    boolean exists(Tenant tenant, String customer);
}
