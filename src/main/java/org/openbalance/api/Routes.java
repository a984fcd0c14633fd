package org.openbalance.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.listing.InvalidCursor;

/// A function's route table, and the way of every request through it: event, caller, body, handler, envelope, log.
public final class Routes {

    private final String function;
    private final List<Operation> operations;
    private final ApiContext context;

    public Routes(String function, List<Operation> operations, ApiContext context) {
        this.function = function;
        this.operations = List.copyOf(operations);
        this.context = context;
    }

    /// The only list of the function's operations.
    public List<Operation> operations() {
        return operations;
    }

    public APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event) {
        var id = Request.idOf(event);
        var line = context.log().begin(function, id);
        var reply = answered(event, line);
        line.end(reply.status());
        return reply.with("x-request-id", id)
                .with("x-content-type-options", "nosniff")
                // Browsers heed it over TLS alone (RFC 6797, 8.1).
                .with("strict-transport-security", "max-age=31536000")
                .toEvent();
    }

    private Reply answered(APIGatewayV2HTTPEvent event, CallLog.Line line) {
        try {
            return answered(event, Request.of(event, context.base()), line);
        } catch (ApiException notOfTheGateway) {
            line.refused(notOfTheGateway.problem().type());
            return Reply.failure(notOfTheGateway.problem(), Optional.empty());
        }
    }

    private Reply answered(APIGatewayV2HTTPEvent event, Request request, CallLog.Line line) {
        var operation = find(request);
        line.operation(operation.map(Operation::path).orElse("-"));
        // The gateway knows no doubled slashes: a careless path comes to the function of unknown paths, which may read
        // none of the data that is asked for. So the client is led on, by the one status that keeps method and body.
        var elsewhere = operation.isPresent() ? Optional.<String>empty() : Request.tidied(event);
        return elsewhere.map(Reply::moved).orElseGet(() -> guarded(request, operation, line));
    }

    private Optional<Operation> find(Request request) {
        return operations.stream().filter(operation -> operation.takes(request)).findFirst();
    }

    /// Answers whatever happens: what was foreseen as itself, all else as 500 without details.
    private Reply guarded(Request request, Optional<Operation> operation, CallLog.Line line) {
        var product = operation.flatMap(Operation::product);
        try {
            return run(operation.orElseThrow(() -> unknown(request)), request, line);
        } catch (ApiException exception) {
            line.refused(exception.problem().type());
            return Reply.failure(exception.problem(), product);
        } catch (InvalidCursor exception) {
            var problem = Problem.field("cursor", "was not given out for this list");
            line.refused(problem.type());
            return Reply.failure(problem, product);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError unexpected) {
            line.failed(unexpected);
            return Reply.failure(broken(request), product);
        }
    }

    private Reply run(Operation operation, Request request, CallLog.Line line) {
        if (!operation.allows(request.method())) {
            line.refused(Problem.Type.METHOD);
            return wrongMethod(operation);
        }
        return switch (operation.handler()) {
            case Operation.ByKey handler -> byKey(operation, handler, request, line);
            case Operation.ByAnyone handler -> byAnyone(operation, handler, request);
        };
    }

    private Reply byKey(Operation operation, Operation.ByKey handler, Request request, CallLog.Line line) {
        var caller = context.callers().of(request);
        line.owner(caller.tenant());
        var fields = RequestFields.of(request);
        var body = fields.body(operation.strict());
        return context.idempotency()
                .once(
                        operation,
                        request,
                        fields.node(),
                        caller.tenant(),
                        mark -> handler.answer(new Call(request.with(mark), caller, body)));
    }

    /// Without an owner, an `Idempotency-Key` belongs to the secret that authorises the call. What none
    /// authorises, such as a session that a page opens with its public key, is done anew each time: anybody
    /// could send the same.
    private Reply byAnyone(Operation operation, Operation.ByAnyone handler, Request request) {
        if (!request.method().equals("POST")) {
            return handler.answer(request, RequestFields.ofQuery(request).body(operation.strict()));
        }
        var fields = RequestFields.of(request);
        Function<Mark, Reply> work = mark -> handler.answer(request.with(mark), fields.body(operation.strict()));
        return holder(operation, request, fields.node())
                .map(scope -> context.idempotency().once(operation, request, fields.node(), scope, work))
                .orElseGet(() -> work.apply(Mark.NONE));
    }

    private Optional<Tenant> holder(Operation operation, Request request, ObjectNode body) {
        if (!operation.effect() || !Idempotency.asked(request)) {
            return Optional.empty();
        }
        if (operation.secret().isPresent()) {
            return text(body, operation.secret().get())
                    .map(secret -> new Tenant("holder#" + Hashes.sha256(secret), request.environment()));
        }
        return request.header("authorization")
                .filter(key -> !key.isBlank())
                .map(_ -> context.callers().of(request).tenant());
    }

    private static Optional<String> text(ObjectNode body, String name) {
        return Optional.of(body.path(name).asText()).filter(text -> !text.isBlank());
    }

    private ApiException unknown(Request request) {
        var elsewhere = request.environment() == Environment.PRODUCTION
                && operations.stream().anyMatch(operation -> operation.path().equals(request.operation()));
        var message = elsewhere
                ? "The operation " + request.operation() + " exists in the sandbox only"
                : "There is no operation at this path; openapi.yaml lists them all";
        return Problem.of(404, Problem.Type.NOT_FOUND, message).exception();
    }

    private static Reply wrongMethod(Operation operation) {
        var allowed = operation.methods().stream().sorted().collect(Collectors.joining(", "));
        var problem = Problem.of(405, Problem.Type.METHOD, "This operation takes " + allowed);
        return Reply.failure(problem, operation.product()).with("allow", allowed);
    }

    private static Problem broken(Request request) {
        return Problem.of(
                500,
                Problem.Type.INTERNAL,
                "Something went wrong on our side; name the request " + request.id() + " when you ask about it");
    }
}
