package org.openbalance.kills;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.openbalance.account.AccessEndings;
import org.openbalance.alert.Alerts;
import org.openbalance.bank.KeyRing;
import org.openbalance.bank.NetworkKeyStore;
import org.openbalance.consent.ConnectionEndings;
import org.openbalance.consent.KnownCustomers;
import org.openbalance.reading.AlertEvaluator;

/// The application's own classes, put together by their constructors as its container does, in a process that starts
/// in a second. Knows the few forms that constructors here have, and fails at any other.
final class Beans {

    private static final Map<Class<?>, Class<?>> ONLY = Map.of(
            AlertEvaluator.class, Alerts.class,
            KeyRing.class, NetworkKeyStore.class,
            KnownCustomers.class, hidden("org.openbalance.account.Customers"),
            ConnectionEndings.class, AccessEndings.class);

    private final Map<String, String> settings;
    private final Map<Class<?>, Object> made = new HashMap<>();
    private final Map<Class<?>, List<?>> all = new HashMap<>();

    Beans(Map<String, String> settings) {
        this.settings = settings;
    }

    <T> Beans with(Class<T> type, T bean) {
        made.put(type, bean);
        return this;
    }

    /// @param beans all that there are of a type
    <T> Beans withAll(Class<T> type, List<T> beans) {
        all.put(type, beans);
        return this;
    }

    private static Class<?> hidden(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException renamed) {
            throw new IllegalStateException(renamed);
        }
    }

    synchronized <T> T get(Class<T> type) {
        var known = made.get(type);
        if (known == null) {
            known = ONLY.containsKey(type) ? get(ONLY.get(type)) : make(type);
            made.put(type, known);
        }
        return type.cast(known);
    }

    private Object make(Class<?> type) {
        try {
            var constructor = constructor(type);
            constructor.setAccessible(true);
            return constructor.newInstance(
                    Stream.of(constructor.getParameters()).map(this::argument).toArray());
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException("No bean of " + type, failed);
        }
    }

    private static Constructor<?> constructor(Class<?> type) {
        var constructors = List.of(type.getDeclaredConstructors());
        return constructors.stream()
                .filter(one -> one.isAnnotationPresent(Inject.class))
                .findFirst()
                .or(() -> Optional.of(constructors)
                        .filter(some -> some.size() == 1)
                        .map(List::getFirst))
                .orElseThrow(() -> new IllegalStateException("No one constructor of " + type));
    }

    private Object argument(Parameter parameter) {
        var setting = parameter.getAnnotation(ConfigProperty.class);
        if (setting != null) {
            var text = Optional.ofNullable(settings.get(setting.name())).or(() -> Optional.of(setting.defaultValue())
                    .filter(value -> !value.equals(ConfigProperty.UNCONFIGURED_VALUE)));
            return parameter.getType() == Optional.class ? text : value(parameter.getType(), text.orElseThrow());
        }
        if (parameter.getType() == List.class) {
            return all.get(of(parameter.getParameterizedType()));
        }
        if (parameter.getType() == Provider.class) {
            var type = of(parameter.getParameterizedType());
            return (Provider<?>) () -> get(type);
        }
        return get(parameter.getType());
    }

    private static Class<?> of(Type type) {
        var argument = ((ParameterizedType) type).getActualTypeArguments()[0];
        return (Class<?>) (argument instanceof ParameterizedType parameterized ? parameterized.getRawType() : argument);
    }

    private static Object value(Class<?> type, String text) {
        return switch (type.getSimpleName()) {
            case "String" -> text;
            case "int" -> Integer.valueOf(text);
            case "boolean" -> Boolean.valueOf(text);
            case "Duration" -> Duration.parse("PT" + text);
            case String other -> throw new IllegalStateException("No setting of " + other);
        };
    }
}
