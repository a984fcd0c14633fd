package org.openbalance.bank.http;

import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The way through the pages of one list, as its bank links them. Such links lie: they lead to other hosts, to another
/// list, back to where one was, or on without an end.
///
/// A link is followed to the same host and path alone, each address once, [#MOST] pages in all. With the link goes the
/// customer's token, so one that leads elsewhere must not be followed whatever is missed.
public final class PageLinks {

    public static final int MOST = 100;

    private final URI first;
    private final Set<URI> seen = new HashSet<>();
    private URI last;
    private boolean complete = true;

    /// @param first the address of the first page
    public PageLinks(URI first) {
        this.first = first;
        this.last = first;
        seen.add(first);
    }

    /// The address of the next page.
    ///
    /// @param link as the bank gives it, absolute or relative; empty or blank on the last page
    /// @return empty at the end, and for a link that is not followed: [#complete] tells which
    public Optional<URI> next(Optional<String> link) {
        var given = link.filter(text -> !text.isBlank());
        var next = given.flatMap(this::followed);
        complete = complete && given.isPresent() == next.isPresent();
        next.ifPresent(address -> last = address);
        return next;
    }

    /// Whether every link was followed: where not, the bank may have more than it showed.
    public boolean complete() {
        return complete;
    }

    private Optional<URI> followed(String link) {
        try {
            return Optional.of(resolved(link.strip()))
                    .filter(this::belongs)
                    .filter(_ -> seen.size() < MOST)
                    .filter(seen::add);
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /// Java resolves a query alone as RFC 2396 had it, and would lose the last part of the path (RFC 3986, 5.4.1).
    private URI resolved(String link) {
        return link.startsWith("?")
                ? URI.create(first.getScheme() + "://" + first.getRawAuthority() + last.getRawPath() + link)
                : last.resolve(link);
    }

    private boolean belongs(URI address) {
        return Objects.equals(address.getScheme(), first.getScheme())
                && Objects.equals(address.getRawAuthority(), first.getRawAuthority())
                && Objects.equals(address.getRawPath(), first.getRawPath())
                && hasWholeParameters(address);
    }

    /// A bank was seen to link to `?dateTo2022-07-04`, which asks for everything.
    private static boolean hasWholeParameters(URI address) {
        return address.getRawQuery() == null
                || Arrays.stream(address.getRawQuery().split("&")).allMatch(parameter -> parameter.indexOf('=') > 0);
    }
}
