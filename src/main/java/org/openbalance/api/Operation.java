package org.openbalance.api;

import java.util.Optional;
import java.util.Set;
import org.openbalance.platform.Environment;

/// One operation of a function's route table.
///
/// @param path under the environment's base, or from the root if it begins with `/`; `*` at its end takes any rest
/// @param strict whether unknown keys are refused: ours refuse them, the old contract's ignore them
/// @param effect whether it changes something, so that an `Idempotency-Key` replays its answer
/// @param secret the field of the body that authorises a call without a key, such as `session`
public record Operation(
        Set<String> methods,
        String path,
        Optional<Product> product,
        boolean strict,
        boolean effect,
        Optional<String> secret,
        Set<Environment> environments,
        Handler handler) {

    /// What answers a call. By who may call it: an owner with its key, or anyone (a session's holder, a customer).
    public sealed interface Handler {}

    /// Called with the owner of the key.
    @FunctionalInterface
    public non-sealed interface ByKey extends Handler {
        Reply answer(Call call);
    }

    /// Called without a key; the handler checks what else authorises it.
    @FunctionalInterface
    public non-sealed interface ByAnyone extends Handler {
        Reply answer(Request request, Body body);
    }

    /// An operation of the old contract.
    public static Operation old(String path, ByKey handler) {
        return posted(path, false, handler);
    }

    /// An operation of ours.
    public static Operation ours(String path, ByKey handler) {
        return posted(path, true, handler);
    }

    /// An operation that needs no key.
    public static Operation open(String path, ByAnyone handler) {
        return posted(path, true, handler);
    }

    private static Operation posted(String path, boolean strict, Handler handler) {
        return new Operation(
                Set.of("POST"),
                path,
                Optional.empty(),
                strict,
                false,
                Optional.empty(),
                Set.of(Environment.values()),
                handler);
    }

    public Operation by(String... otherMethods) {
        return new Operation(Set.of(otherMethods), path, product, strict, effect, secret, environments, handler);
    }

    public Operation of(Product ofProduct) {
        return new Operation(methods, path, Optional.of(ofProduct), strict, effect, secret, environments, handler);
    }

    public Operation lenient() {
        return new Operation(methods, path, product, false, effect, secret, environments, handler);
    }

    public Operation effecting() {
        return new Operation(methods, path, product, strict, true, secret, environments, handler);
    }

    /// Of what needs no key: the field whose value authorises the call, and so may repeat it.
    public Operation heldBy(String field) {
        return new Operation(methods, path, product, strict, effect, Optional.of(field), environments, handler);
    }

    public Operation sandboxOnly() {
        return new Operation(methods, path, product, strict, effect, secret, Set.of(Environment.SANDBOX), handler);
    }

    /// What can be got can be asked for without its body, which the gateway leaves out.
    boolean allows(String method) {
        return methods.contains(method) || method.equals("HEAD") && methods.contains("GET");
    }

    boolean takes(Request request) {
        return environments.contains(request.environment()) && matches(request.operation());
    }

    private boolean matches(String operation) {
        return path.endsWith("*") ? operation.startsWith(path.substring(0, path.length() - 1)) : path.equals(operation);
    }
}
