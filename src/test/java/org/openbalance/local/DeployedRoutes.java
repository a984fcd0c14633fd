package org.openbalance.local;

import java.nio.file.Path;
import java.util.List;

/// The routes of template.yaml, for tests outside this package.
public final class DeployedRoutes {

    private final List<Route> routes = Template.read(Path.of("template.yaml")).routes().stream()
            .sorted(Route.BY_SPECIFICITY)
            .toList();

    /// A route as it stands in the template.
    ///
    /// @param key `GET /a/{proxy+}` or `$default`
    public record Deployed(String key, String function) {}

    public List<Deployed> all() {
        return routes.stream().map(DeployedRoutes::deployed).toList();
    }

    /// The route that API Gateway takes.
    public Deployed of(String method, String path) {
        return routes.stream()
                .filter(route -> route.match(method, path).isPresent())
                .findFirst()
                .map(DeployedRoutes::deployed)
                .orElseThrow(() -> new IllegalArgumentException("No route takes " + method + ' ' + path));
    }

    private static Deployed deployed(Route route) {
        return new Deployed(route.key(), route.function());
    }
}
