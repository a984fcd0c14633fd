package org.openbalance.consent;

import java.util.List;
import java.util.Optional;
import org.openbalance.api.ApiException;
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
            if (!allowed(request, owner, opener(opener.get()))) {
                throw notRegistered("The origin " + opener.get());
            }
            options.kept().remove("redirect_url");
            return;
        }
        Optional.ofNullable(options.kept().get("redirect_url"))
                .flatMap(url -> address(url.asText()))
                .filter(page -> !allowed(request, owner, page))
                .ifPresent(page -> {
                    throw notRegistered("The redirect_url's origin " + page.origin());
                });
    }

    /// Pages of an app's own shell (`capacitor://`, `tauri://`, `file:`) have no origin that anybody could vouch for.
    private static WebAddress opener(String origin) {
        return address(origin).orElseThrow(() -> Problem.of(
                        403,
                        Problem.Type.ORIGIN,
                        "The origin " + origin + " is no web page's; an app opens the address that OpenBalance.page()"
                                + " gives, in the system's browser")
                .exception());
    }

    /// Whether a page may have the owner called back at an address: at one of the origins that the owner registered, or
    /// where one of its webhooks is.
    static boolean mayBeCalledBack(Request request, Owner owner, String url, List<String> webhooks) {
        return address(url)
                .filter(address -> allowed(request, owner, address)
                        || webhooks.stream()
                                .flatMap(webhook -> address(webhook).stream())
                                .anyMatch(webhook -> webhook.origin().equals(address.origin())))
                .isPresent();
    }

    private static Optional<WebAddress> address(String url) {
        try {
            return Optional.of(WebAddress.of(url));
        } catch (WebAddress.Unusable unusable) {
            return Optional.empty();
        }
    }

    private static ApiException notRegistered(String what) {
        return Problem.of(
                        403,
                        Problem.Type.ORIGIN,
                        what + " may not open this widget; register it with scripts/owner allow-origin")
                .exception();
    }

    private static boolean allowed(Request request, Owner owner, WebAddress origin) {
        return owner.allows(origin.origin()) || request.local() && origin.isThisMachine();
    }
}
