package org.openbalance.webhook;

import java.util.List;
import org.openbalance.api.Operation;

/// The operations on alerts, which the function `webhook` serves.
public interface AlertOperations {

    List<Operation> operations();
}
