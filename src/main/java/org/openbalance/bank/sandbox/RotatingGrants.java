package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openbalance.bank.Grant;
import org.openbalance.bank.sandbox.SandboxStore.Entry;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;

/// Grants that are good for [#LIFETIME] and are then exchanged, each of them once, as the refresh tokens of OAuth are
/// (RFC 9700, 4.14.2): whoever shows one a second time ends all that came of that sign-in.
///
/// Written as the grant of [SandboxGrants], a colon, the chain of the sign-in, the link of it, and when that was given.
@Singleton
final class RotatingGrants {

    static final Duration LIFETIME = Duration.ofMinutes(5);

    /// How long all grants of one sign-in are good, each of them used in time.
    static final Duration CHAIN = Duration.ofDays(180);

    private static final String PREFIX = "CHAIN#";
    private static final String ENDED = "ended";
    private static final Pattern FORM =
            Pattern.compile("(?<plain>[^:]+):(?<chain>[0-9a-f]+):(?<link>[0-9a-f]+):(?<at>[0-9]+)");

    private final SandboxStore store;
    private final InstantSource clock;

    RotatingGrants(SandboxStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// The first grant of a sign-in.
    Grant first(Tenant tenant, Grant plain) {
        var chain = Ids.token();
        var link = Ids.token();
        store.put(tenant, PREFIX + chain, entry(link));
        return given(plain.token(), chain, link);
    }

    private Entry entry(String link) {
        return Entry.until(clock.instant().plus(CHAIN), Hashes.sha256(link));
    }

    private Grant given(String plain, String chain, String link) {
        return new Grant(
                plain + ':' + chain + ':' + link + ':' + clock.instant().getEpochSecond());
    }

    /// What names the user; empty for what is no grant of this kind.
    static Optional<Grant> plain(Grant grant) {
        var form = FORM.matcher(grant.token());
        return form.matches() ? Optional.of(new Grant(form.group("plain"))) : Optional.empty();
    }

    boolean isOver(Grant grant) {
        var form = FORM.matcher(grant.token());
        return form.matches()
                && clock.instant().getEpochSecond() - Long.parseLong(form.group("at")) >= LIFETIME.toSeconds();
    }

    /// The next grant in the place of one; empty if that was exchanged before, or its chain has ended.
    Optional<Grant> exchange(Tenant tenant, Grant grant) {
        var form = FORM.matcher(grant.token());
        if (!form.matches()) {
            return Optional.empty();
        }
        var key = PREFIX + form.group("chain");
        var last = store.get(tenant, key);
        var next = Ids.token();
        if (last.filter(entry -> Hashes.same(entry.text(), Hashes.sha256(form.group("link"))))
                        .isPresent()
                && store.swap(tenant, key, last, entry(next))) {
            return Optional.of(given(form.group("plain"), form.group("chain"), next));
        }
        // Put over, as the functions that read may delete nothing.
        store.put(tenant, key, Entry.until(clock.instant().plus(CHAIN), ENDED));
        return Optional.empty();
    }
}
