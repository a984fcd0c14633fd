package org.openbalance.bank.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// All that could reach a person's eyes during a rule: what was logged, and what failures and records say of
/// themselves.
final class Heard extends Handler {

    private final Logger root = LogManager.getLogManager().getLogger("");
    private final List<String> texts = Collections.synchronizedList(new ArrayList<>());

    Heard() {
        root.addHandler(this);
    }

    void note(Object shown) {
        texts.add(String.valueOf(shown));
    }

    List<String> texts() {
        synchronized (texts) {
            return List.copyOf(texts);
        }
    }

    @Override
    public void publish(LogRecord logged) {
        note(logged.getMessage());
        note(Arrays.toString(logged.getParameters()));
        note(logged.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
