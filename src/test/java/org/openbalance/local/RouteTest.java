package org.openbalance.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

    /// The example of API Gateway's developer guide ("Routes for HTTP APIs"), and what follows from its rules.
    private static final List<Route> ROUTES = List.of(
                    new Route("ANY", "$default", "f"),
                    new Route("ANY", "/{proxy+}", "f"),
                    new Route("GET", "/pets/{proxy+}", "f"),
                    new Route("GET", "/pets/dog/{id}", "f"),
                    new Route("ANY", "/pets/dog/1", "f"),
                    new Route("GET", "/pets/dog/1", "f"),
                    new Route("GET", "/pets/dog/{id}/{part}/x", "f"),
                    new Route("GET", "/", "f"))
            .stream()
            .sorted(Route.BY_SPECIFICITY)
            .toList();

    @ParameterizedTest
    @CsvSource({
        "GET,  /pets/dog/1,      GET /pets/dog/1",
        "POST, /pets/dog/1,      ANY /pets/dog/1",
        "GET,  /pets/dog/2,      GET /pets/dog/{id}",
        "GET,  /pets/cat/1,      GET /pets/{proxy+}",
        "GET,  /pets/dog/2/3/x,  GET /pets/dog/{id}/{part}/x",
        "GET,  /pets/dog/2/3/y,  GET /pets/{proxy+}",
        "POST, /pets/5,          ANY /{proxy+}",
        "HEAD, /pets/dog/2,      ANY /{proxy+}",
        "GET,  /pets/,           ANY /{proxy+}",
        "GET,  /pets/dog/,       GET /pets/{proxy+}",
        "GET,  /,                GET /",
        "POST, /,                $default",
        "GET,  /p%65ts/dog/1,    GET /pets/dog/1",
        "GET,  //pets/dog/1,     ANY /{proxy+}",
    })
    void the_most_specific_route_answers(String method, String path, String route) {
        var found = ROUTES.stream()
                .filter(candidate -> candidate.match(method, path).isPresent())
                .findFirst();

        assertEquals(Optional.of(route), found.map(Route::key));
    }

    @Test
    void variables_are_decoded_once_and_a_plus_stays_a_plus() {
        assertEquals(
                Optional.of(Map.of("id", "a b+c%2F", "proxy", "d/e f")),
                new Route("GET", "/x/{id}/{proxy+}", "f").match("GET", "/x/a%20b+c%252F/d/e%20f"));
    }
}
