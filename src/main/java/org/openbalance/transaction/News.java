package org.openbalance.transaction;

import java.time.Instant;
import java.util.List;

/// What one revision of an account's lines is to be told of: how many lines came or changed, and which went.
///
/// @param at the time that these lines carry
/// @param removed their ids
record News(long revision, Instant at, int added, int changed, List<String> removed) {

    News {
        removed = List.copyOf(removed);
    }

    /// Of what was just taken in.
    static News of(Taken taken) {
        return new News(
                taken.revision(),
                taken.at(),
                taken.added().size(),
                taken.modified().size(),
                taken.removed().stream().map(Transaction::id).toList());
    }

    /// Of the lines that a revision changed last.
    static News of(long revision, List<Entry> entries) {
        var live = entries.stream().filter(entry -> entry.line().live()).toList();
        var added =
                (int) live.stream().filter(entry -> entry.added() == revision).count();
        return new News(
                revision,
                entries.getFirst().line().changedAt(),
                added,
                live.size() - added,
                entries.stream()
                        .map(Entry::line)
                        .filter(line -> !line.live())
                        .map(Transaction::id)
                        .toList());
    }

    News onlyRemoved() {
        return new News(revision, at, 0, 0, removed);
    }
}
