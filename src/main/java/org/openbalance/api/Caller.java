package org.openbalance.api;

import org.openbalance.platform.Tenant;

/// The owner whose secret key came with a request.
public record Caller(Tenant tenant, String name, String appName) {}
