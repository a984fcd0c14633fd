package org.openbalance.http;

import org.openbalance.store.Tenant;

/// The owner whose secret key came with a request.
public record Caller(Tenant tenant, String name, String appName) {}
