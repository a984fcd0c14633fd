import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The whole job on one machine, printed: a sandbox customer links accounts, and a company reads their balances.
///
/// Run it by `scripts/demo` while `./mvnw quarkus:dev` runs. It needs nothing but a JDK, so it reads JSON by itself.

static final String BASE = System.getenv().getOrDefault("BASE", "http://localhost:8080");
static final String SECRET_KEY = System.getenv().getOrDefault("SECRET_KEY", "sk_sandbox_local");
static final String PUBLIC_KEY = System.getenv().getOrDefault("PUBLIC_KEY", "pk_sandbox_local");
static final String CLIENT_TOKEN = System.getenv().getOrDefault("CLIENT_TOKEN", "ct_sandbox_local");

/// The sandbox bank that asks for a one-time password, and the one it takes.
static final String BANK = "calabash-bank";
static final String OTP = "123456";

static final Set<String> SECRETS =
        Set.of("key", "token", "session", "password", "answer", "OTP", "jws", "receipt_url", "manage_url");
static final int SHOWN_OF_A_SECRET = 6;

/// What was asked did not happen.
static final class Stopped extends Exception {
    private static final long serialVersionUID = 1;

    Stopped(String sentence) {
        super(sentence);
    }
}

void main() {
    try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
        run(client);
    } catch (Stopped stopped) {
        System.err.println("demo: " + stopped.getMessage());
        System.exit(1);
    }
}

void run(HttpClient client) throws Stopped {
    requireGateway(client);
    var username = "ada" + System.currentTimeMillis();
    var password = "correct horse battery";

    tell("1. A customer of a sandbox bank, with two accounts");
    call(client, "customers/create", true, map(
            "name", "Ada Obi", "bank", BANK, "username", username, "password", password,
            "noOfAccount", 2, "type", "ind", "volume", "medium", "identity", 100, "internetSpeed", 4));

    tell("2. The company's page opens a session with its public key and client token");
    var session = call(client, "widget/session", false, map(
            "key", PUBLIC_KEY, "token", CLIENT_TOKEN, "products", List.of("auth", "balance"), "name", "Demo Lender"));
    var token = text(session, "session");

    tell("3. The customer reads what is asked for, and agrees");
    var consent = call(client, "widget/consent", false, map("session", token, "agreed", true));

    tell("4. The banks to choose from");
    call(client, "widget/banks", false, map("session", token, "search", "calabash"));

    tell("5. The customer signs in; the bank sends a one-time password");
    var login = call(client, "widget/login", false, map(
            "session", token, "bank", BANK, "fields", map("username", username, "password", password)));
    requireStep(login, "otp");

    tell("6. The customer types it in");
    var answered = call(client, "widget/answer", false, map(
            "session", token, "login", text(login, "login"), "answer", OTP));
    requireStep(answered, "accounts");

    tell("7. The customer chooses accounts: they are linked");
    var ids = list(object(answered, "step"), "accounts").stream()
            .map(account -> (Object) ((Map<?, ?>) account).get("_id"))
            .toList();
    var linked = call(client, "widget/accounts", false, map(
            "session", token, "login", text(login, "login"), "accounts", ids));

    tell("8. The company's server reads the balances, with its secret key");
    var balances = call(client, "balance/getByCustomer", true, map(
            "customer", text(object(linked, "customer"), "_id")));
    require(list(balances, "balances").size() == ids.size(), "not every linked account has a balance");

    tell("9. It has the bank asked anew");
    call(client, "balance/check", true, map("record_id", text(linked, "record"), "account_id", ids.getFirst()));

    tell("10. The receipt that the customer keeps, signed");
    call(client, "consents/receipt", true, map("id", text(consent, "consent")));

    tell("Done: " + ids.size() + " accounts linked, their balances read.");
}

/// Any answer will do: the page function answers every address.
void requireGateway(HttpClient client) throws Stopped {
    try {
        client.send(HttpRequest.newBuilder(URI.create(BASE)).build(), BodyHandlers.discarding());
    } catch (IOException | InterruptedException | IllegalArgumentException absent) {
        throw new Stopped("nothing answers at " + BASE
                + ": start ./mvnw quarkus:dev first, or set BASE to where the gateway is.");
    }
}

Map<?, ?> call(HttpClient client, String operation, boolean byServer, Map<String, Object> body) throws Stopped {
    var path = "/v2/sandbox/" + operation;
    System.out.println("POST " + path);
    if (byServer) {
        System.out.println("Authorization: Bearer " + masked(SECRET_KEY));
    }
    System.out.println(Json.pretty(body));
    var request = HttpRequest.newBuilder(URI.create(BASE + path))
            .timeout(Duration.ofSeconds(30))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(Json.plain(body)));
    if (byServer) {
        request.header("authorization", "Bearer " + SECRET_KEY);
    }
    try {
        var answer = client.send(request.build(), BodyHandlers.ofString());
        var read = Json.read(answer.body());
        System.out.println("-> " + answer.statusCode());
        System.out.println(Json.pretty(read));
        require(answer.statusCode() == 200, operation + " answered " + answer.statusCode());
        return object(read, "data");
    } catch (IOException | InterruptedException | IllegalArgumentException broken) {
        throw new Stopped(operation + " was not answered: " + broken.getMessage());
    }
}

void tell(String sentence) {
    System.out.println();
    System.out.println("## " + sentence);
    System.out.println();
}

void requireStep(Map<?, ?> answer, String type) throws Stopped {
    var step = object(answer, "step");
    require(type.equals(step.get("type")), "the sign-in went to " + step.get("type") + ", not to " + type);
}

void require(boolean holds, String otherwise) throws Stopped {
    if (!holds) {
        throw new Stopped(otherwise + ".");
    }
}

Map<?, ?> object(Object node, String key) throws Stopped {
    if (node instanceof Map<?, ?> map && map.get(key) instanceof Map<?, ?> inner) {
        return inner;
    }
    throw new Stopped("an answer lacks the object " + key + ".");
}

List<?> list(Map<?, ?> node, String key) throws Stopped {
    if (node.get(key) instanceof List<?> inner) {
        return inner;
    }
    throw new Stopped("an answer lacks the list " + key + ".");
}

String text(Map<?, ?> node, String key) throws Stopped {
    return switch (node.get(key)) {
        case String text -> text;
        case Map<?, ?> inner -> text(inner, "_id");
        case null, default -> throw new Stopped("an answer lacks " + key + ".");
    };
}

Map<String, Object> map(Object... keysAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (var place = 0; place < keysAndValues.length; place += 2) {
        map.put((String) keysAndValues[place], keysAndValues[place + 1]);
    }
    return map;
}

/// The beginning of a secret; of a link, all but the token behind `#`.
static String masked(String secret) {
    var link = secret.indexOf('#') + 1;
    var shown = Math.min(SHOWN_OF_A_SECRET, (secret.length() - link) / 3);
    return secret.isEmpty() ? "" : secret.substring(0, link + shown) + "…";
}

/// As much JSON as this takes: objects are maps, lists are lists, numbers keep their digits.
static final class Json {

    /// A number, digit for digit as it came.
    record Digits(String text) {}

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException for what is not JSON
    static Object read(String text) {
        var json = new Json(text);
        try {
            return json.value();
        } catch (StringIndexOutOfBoundsException | NumberFormatException cut) {
            throw new IllegalArgumentException("not JSON", cut);
        }
    }

    private Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            default -> literal();
        };
    }

    private Map<String, Object> object() {
        var map = new LinkedHashMap<String, Object>();
        at++;
        while (peek() != '}') {
            var key = string();
            skip(':');
            map.put(key, value());
            if (peek() == ',') {
                at++;
            }
        }
        at++;
        return map;
    }

    private List<Object> list() {
        var list = new ArrayList<>();
        at++;
        while (peek() != ']') {
            list.add(value());
            if (peek() == ',') {
                at++;
            }
        }
        at++;
        return list;
    }

    private String string() {
        skip('"');
        var string = new StringBuilder();
        while (text.charAt(at) != '"') {
            string.append(text.charAt(at) == '\\' ? escaped() : text.charAt(at));
            at++;
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        at++;
        return switch (text.charAt(at)) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text, at - 3, at + 1, 16);
            }
            default -> text.charAt(at);
        };
    }

    private Object literal() {
        var start = at;
        while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return switch (text.substring(start, at)) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            case String number -> new Digits(new java.math.BigDecimal(number).toPlainString());
        };
    }

    private char peek() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at);
    }

    private void skip(char expected) {
        if (peek() != expected) {
            throw new IllegalArgumentException("not JSON at " + at);
        }
        at++;
    }

    static String plain(Object node) {
        return write(node, false, "");
    }

    /// Indented, with secrets masked.
    static String pretty(Object node) {
        return write(node, true, "\n");
    }

    private static String write(Object node, boolean pretty, String line) {
        var inner = pretty ? line + "  " : "";
        return switch (node) {
            case null -> "null";
            case Map<?, ?> map when map.isEmpty() -> "{}";
            case List<?> list when list.isEmpty() -> "[]";
            case Map<?, ?> map -> {
                var parts = new ArrayList<String>();
                map.forEach((key, value) -> parts.add(inner + quoted((String) key) + (pretty ? ": " : ":")
                        + (pretty ? shown((String) key, value, map, inner) : write(value, false, inner))));
                yield "{" + String.join(",", parts) + (pretty ? line : "") + "}";
            }
            case List<?> list -> {
                var parts = list.stream().map(each -> inner + write(each, pretty, inner)).toList();
                yield "[" + String.join(",", parts) + (pretty ? line : "") + "]";
            }
            case String text -> quoted(text);
            case Digits digits -> digits.text();
            default -> node.toString();
        };
    }

    private static String shown(String key, Object value, Map<?, ?> beside, String line) {
        if (SECRETS.contains(key) && value instanceof String secret) {
            return quoted(masked(secret));
        }
        // Lists stand under their older name as well.
        if (key.equals("balance") && value != null && value.equals(beside.get("balances"))) {
            return "(the same list)";
        }
        return write(value, true, line);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
