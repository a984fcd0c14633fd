package org.openbalance.owner;

import com.github.benmanes.caffeine.cache.Cache;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.openbalance.api.ApiException;
import org.openbalance.api.Caller;
import org.openbalance.api.Callers;
import org.openbalance.api.Problem;
import org.openbalance.api.Request;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Table;

/// Tells whose key came with a request: one GetItem, remembered for [MinuteCache#SPAN] in a warm function.
///
/// A disabled or replaced key therefore works for up to a minute longer in functions that have just seen it.
@Singleton
public final class AccessKeys implements Callers {

    private static final int KEY_LENGTH = 512;
    private static final String SCHEME = "bearer ";

    private final Table table;
    private final InstantSource clock;
    private final Cache<String, AccessKey> cache;

    public AccessKeys(Table table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
        this.cache = MinuteCache.of(clock);
    }

    @Override
    public Caller of(Request request) {
        var text =
                request.header("authorization").map(AccessKeys::withoutScheme).orElse("");
        if (text.isEmpty()) {
            throw unauthorized("The request has no secret key; send it as Authorization: Bearer <key>");
        }
        var key = find(text, AccessKey.Kind.SECRET)
                .orElseThrow(() -> unauthorized("The secret key is not valid; it may have been replaced or disabled"));
        requireEnvironment(key, request.environment());
        return new Caller(key.tenant(), key.ownerName(), key.appName());
    }

    /// Whose widget opens: the public key and the client token must be of one owner and environment.
    public Caller ofWidget(String publicKey, String clientToken, Environment environment) {
        var key = find(publicKey, AccessKey.Kind.PUBLIC).orElseThrow(() -> unauthorized("The public key is not valid"));
        var token = find(clientToken, AccessKey.Kind.CLIENT)
                .filter(client -> client.tenant().equals(key.tenant()))
                .orElseThrow(() -> unauthorized("The client token is not valid for this public key"));
        requireEnvironment(token, environment);
        return new Caller(key.tenant(), key.ownerName(), key.appName());
    }

    /// Whose public key this is; empty if it is nobody's, or ended.
    public Optional<Tenant> ofPublicKey(String publicKey) {
        return find(publicKey, AccessKey.Kind.PUBLIC).map(AccessKey::tenant);
    }

    private Optional<AccessKey> find(String text, AccessKey.Kind kind) {
        if (text.length() > KEY_LENGTH) {
            return Optional.empty();
        }
        var digest = Hashes.sha256(text);
        return remembered(digest)
                .filter(key -> Hashes.same(key.digest(), digest))
                .filter(key -> key.kind() == kind)
                .filter(key -> key.works(clock.instant()));
    }

    /// Only keys that exist are remembered: guesses must not push them out.
    private Optional<AccessKey> remembered(String digest) {
        return Optional.ofNullable(cache.getIfPresent(digest)).or(() -> {
            var found = table.get(AccessKey.key(digest)).map(AccessKey::of);
            found.ifPresentOrElse(key -> cache.put(digest, key), () -> cache.invalidate(digest));
            return found;
        });
    }

    /// Old clients send the bare key as well.
    private static String withoutScheme(String header) {
        var text = header.strip();
        if (text.equalsIgnoreCase(SCHEME.strip())) {
            return "";
        }
        return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? text.substring(SCHEME.length()).strip()
                : text;
    }

    private static void requireEnvironment(AccessKey key, Environment wanted) {
        if (key.tenant().environment() != wanted) {
            throw Problem.of(
                            403,
                            Problem.Type.ENV,
                            "This is a key of " + key.tenant().environment().wire() + "; the path is of "
                                    + wanted.wire())
                    .exception();
        }
    }

    private static ApiException unauthorized(String message) {
        return Problem.of(401, Problem.Type.UNAUTHORIZED, message).exception();
    }
}
