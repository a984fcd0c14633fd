package org.openbalance.bank.kit;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// A bank that is asked over HTTP, on WireMock. What it answers stands in files; what each call must look like is said
/// by [#allow], and whatever else reaches it is refused and objected to. Its clock stands still between
/// [StandIn#pass].
public abstract class HttpStandIn implements StandIn, InstantSource {

    /// What says nothing of a bank.
    private static final Set<String> TECHNICAL =
            Set.of("host", "user-agent", "accept", "connection", "content-length", "content-type", "accept-encoding");

    private static final Duration STALLING = Duration.ofSeconds(60);
    private static final int THREADS = 100;
    private static final int DRIPS = 10;

    private static final Map<String, HttpStandIn> BY_PLACE = new ConcurrentHashMap<>();
    private static final AtomicInteger PLACES = new AtomicInteger();
    private static final WireMockServer SERVER = started();

    private final String place = Integer.toString(PLACES.incrementAndGet());
    private final Path bodies;
    private final List<Visit> visits = Collections.synchronizedList(new ArrayList<>());
    private final List<String> objections = Collections.synchronizedList(new ArrayList<>());
    private final Map<Visit.Kind, RawAnswer> answers = Collections.synchronizedMap(new EnumMap<>(Visit.Kind.class));
    private volatile Instant now = Instant.parse("2026-03-10T09:30:00Z");

    /// @param bodies folder of the files that it answers with
    protected HttpStandIn(Path bodies) {
        this.bodies = bodies;
    }

    private static WireMockServer started() {
        var server = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .containerThreads(THREADS)
                .disableRequestJournal()
                .extensions(new Relay()));
        server.start();
        server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse()));
        return server;
    }

    /// Hands each call to the stand-in whose place it came to.
    private static final class Relay implements ResponseDefinitionTransformerV2 {

        @Override
        public String getName() {
            return "bank";
        }

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            var address = URI.create(event.getRequest().getUrl());
            var parts = address.getPath().split("/", 3);
            var standIn = BY_PLACE.get(parts[1]);
            return standIn == null || parts.length < 3
                    ? WireMock.notFound().build()
                    : response(standIn.answered(call(event.getRequest(), parts[2], address)));
        }

        private static BankCall call(Request request, String path, URI address) {
            var headers = new TreeMap<String, String>();
            for (HttpHeader header : request.getHeaders().all()) {
                headers.put(header.key().toLowerCase(Locale.ROOT), header.firstValue());
            }
            var form = headers.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded")
                    ? BankCall.parameters(request.getBodyAsString())
                    : Map.<String, String>of();
            return new BankCall(
                    request.getMethod().getName(),
                    path,
                    BankCall.parameters(address),
                    form,
                    headers,
                    request.getBodyAsString());
        }

        private static ResponseDefinition response(RawAnswer answer) {
            var response = WireMock.aResponse().withStatus(answer.status()).withBody(answer.body());
            answer.headers().forEach(response::withHeader);
            return paced(response, answer.pace()).build();
        }

        private static ResponseDefinitionBuilder paced(ResponseDefinitionBuilder response, RawAnswer.Pace pace) {
            return switch (pace) {
                case AT_ONCE -> response;
                case HANGING -> response.withFixedDelay((int) STALLING.toMillis());
                case DRIPPING -> response.withChunkedDribbleDelay(DRIPS, (int) STALLING.toMillis());
                case BROKEN -> response.withFault(Fault.CONNECTION_RESET_BY_PEER);
            };
        }
    }

    private RawAnswer answered(BankCall call) {
        if (!call.header("host").equals(Optional.of(base().getAuthority()))) {
            return objection("It was asked as another host");
        }
        var answer = respond(call);
        return answer == null ? objection("There is no " + call.method() + " of " + call.path()) : answer;
    }

    /// @return null for what the bank has no such thing of
    protected abstract RawAnswer respond(BankCall call);

    /// The address of the bank, with a slash at its end.
    protected final URI base() {
        BY_PLACE.putIfAbsent(place, this);
        return URI.create("http://localhost:" + SERVER.port() + '/' + place + '/');
    }

    /// The same server, as a host that is none of the bank's.
    protected final URI elsewhere() {
        return URI.create("http://127.0.0.1:" + SERVER.port() + '/' + place + '/');
    }

    /// A call of a kind, with the answer that was prescribed for the kind or, if none was, its own.
    protected final RawAnswer visit(Visit.Kind kind, Optional<String> attendance, Supplier<RawAnswer> own) {
        visits.add(new Visit(kind, attendance));
        var prescribed = answers.get(kind);
        return prescribed == null ? own.get() : prescribed;
    }

    /// Whether a call has nothing but these headers and parameters; else it is objected to.
    protected final boolean allow(BankCall call, Set<String> headers, Set<String> parameters) {
        var more = new ArrayList<>(call.headers().keySet());
        more.removeAll(TECHNICAL);
        more.removeAll(headers);
        var unknown = new ArrayList<>(call.query().keySet());
        unknown.addAll(call.form().keySet());
        unknown.removeAll(parameters);
        more.addAll(unknown);
        if (!more.isEmpty()) {
            objection(call.path() + " has no " + more);
        }
        return more.isEmpty();
    }

    protected final RawAnswer objection(String why) {
        objections.add(why);
        return RawAnswer.json(400, "{\"error\":\"NOT_ALLOWED\"}");
    }

    protected final String body(String name) {
        try {
            return Files.readString(bodies.resolve(name));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public InstantSource clock() {
        return this;
    }

    @Override
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public void answer(Visit.Kind kind, RawAnswer answer) {
        answers.put(kind, answer);
    }

    @Override
    public void end(Feature feature) {
        if (feature == Feature.HTTP) {
            answers.clear();
        }
    }

    @Override
    public List<Visit> visits() {
        synchronized (visits) {
            return List.copyOf(visits);
        }
    }

    @Override
    public List<String> objections() {
        synchronized (objections) {
            return List.copyOf(objections);
        }
    }

    @Override
    public void close() {
        BY_PLACE.remove(place);
    }
}
