package org.openbalance.consent;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Problem;
import org.openbalance.api.Request;
import org.openbalance.api.WebAddress;
import org.openbalance.owner.Owner;

/// Which web pages may open an owner's widget, and which it may lead back to: those of the origins that the owner
/// registered, and, where this API stands on one's own machine, all pages of that machine.
final class AllowedOrigins {

    private AllowedOrigins() {}

    /// @param opener the origin of the page that frames the widget, as the widget's browser vouches for it; without
    /// one the widget has the window to itself, and only a return address needs a look
    /// @throws org.openbalance.api.ApiException 403 `ORIGIN` for a page that is not registered
    static void require(Request request, Owner owner, Optional<String> opener, WidgetOptions options) {
        if (opener.isPresent()) {
            if (!allowed(request, owner, opener.get())) {
                throw exception("The origin " + opener.get());
            }
            options.kept().remove("redirect_url");
            return;
        }
        Optional.ofNullable(options.kept().get("redirect_url"))
                .map(url -> origin(url.asText()))
                .filter(origin -> !allowed(request, owner, origin))
                .ifPresent(origin -> {
                    throw exception("The redirect_url's origin " + origin);
                });
    }

    /// Whether a page may have the owner called back at an address: at one of the origins that the owner registered, or
    /// where one of its webhooks is.
    static boolean mayBeCalledBack(Request request, Owner owner, String url, List<String> webhooks) {
        return originOf(url)
                .filter(origin -> allowed(request, owner, origin)
                        || webhooks.stream().map(AllowedOrigins::originOf).anyMatch(Optional.of(origin)::equals))
                .isPresent();
    }

    private static Optional<String> originOf(String url) {
        try {
            return Optional.of(WebAddress.of(url).origin());
        } catch (WebAddress.Unusable unusable) {
            return Optional.empty();
        }
    }

    private static RuntimeException exception(String what) {
        return Problem.of(
                        403,
                        Problem.Type.ORIGIN,
                        what + " may not open this widget; register it with scripts/owner allow-origin")
                .exception();
    }

    private static boolean allowed(Request request, Owner owner, String origin) {
        return owner.allows(origin) || request.local() && isLocal(origin);
    }

    private static boolean isLocal(String origin) {
        return origin.matches("http://(localhost|127\\.0\\.0\\.1)(:\\d{1,5})?");
    }

    /// Of an address that was checked to be one.
    private static String origin(String url) {
        var uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getAuthority();
    }
}
