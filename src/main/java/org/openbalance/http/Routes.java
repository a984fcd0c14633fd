package org.openbalance.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openbalance.store.CursorRefused;
import org.openbalance.store.Environment;
import org.openbalance.store.Hashes;
import org.openbalance.store.Tenant;

/// A function's route table, and the way of every request through it: event, caller, body, handler, envelope, log.
public final class Routes {

    /// The keys of a body that say who calls, where no owner's key does.
    private static final List<String> HOLDERS = List.of("session", "key", "token");

    private final String function;
    private final List<Operation> operations;
    private final Gate gate;

    Routes(String function, List<Operation> operations, Gate gate) {
        this.function = function;
        this.operations = List.copyOf(operations);
        this.gate = gate;
    }

    /// The only list of the function's operations.
    public List<Operation> operations() {
        return operations;
    }

    public APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event) {
        var id = Request.idOf(event);
        var line = gate.log().begin(function, id);
        var reply = answered(event, line);
        line.end(reply.status());
        return reply.with("x-request-id", id)
                .with("x-content-type-options", "nosniff")
                .toEvent();
    }

    private Reply answered(APIGatewayV2HTTPEvent event, CallLog.Line line) {
        try {
            return answered(event, Request.of(event, gate.base()), line);
        } catch (Refused notOfTheGateway) {
            line.refused(notOfTheGateway.problem().type());
            return Reply.failure(notOfTheGateway.problem(), Optional.empty());
        }
    }

    private Reply answered(APIGatewayV2HTTPEvent event, Request request, CallLog.Line line) {
        var operation = find(request);
        line.operation(operation.map(Operation::path).orElse("-"));
        // The gateway knows no doubled slashes, so a careless path may have come to a function that does not serve it.
        var elsewhere = operation.isPresent() ? Optional.<String>empty() : Request.tidied(event);
        return elsewhere
                .map(path -> Reply.moved(request.base() + path))
                .orElseGet(() -> guarded(request, operation, line));
    }

    private Optional<Operation> find(Request request) {
        return operations.stream().filter(operation -> operation.takes(request)).findFirst();
    }

    /// Answers whatever happens: what was foreseen as itself, all else as 500 without details.
    private Reply guarded(Request request, Optional<Operation> operation, CallLog.Line line) {
        var product = operation.flatMap(Operation::product);
        try {
            return run(operation.orElseThrow(() -> unknown(request)), request, line);
        } catch (Refused refused) {
            line.refused(refused.problem().type());
            return Reply.failure(refused.problem(), product);
        } catch (CursorRefused refused) {
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
        var caller = gate.callers().of(request);
        line.owner(caller.tenant());
        var body = Body.of(Body.parse(request), operation.strict());
        return gate.idempotency()
                .once(operation, request, caller.tenant(), () -> handler.answer(new Call(request, caller, body)));
    }

    /// Without an owner, an `Idempotency-Key` belongs to what authorises the call: the session, public key or token
    /// that the body names.
    private Reply byAnyone(Operation operation, Operation.ByAnyone handler, Request request) {
        if (!request.method().equals("POST")) {
            return handler.answer(request, Body.of(queryOf(request), operation.strict()));
        }
        var parsed = Body.parse(request);
        var holder = HOLDERS.stream().map(name -> parsed.path(name).asText()).collect(Collectors.joining("\n"));
        var scope = new Tenant("holder#" + Hashes.sha256(holder), request.environment());
        return gate.idempotency()
                .once(operation, request, scope, () -> handler.answer(request, Body.of(parsed, operation.strict())));
    }

    private static ObjectNode queryOf(Request request) {
        var node = Json.object();
        request.query().forEach(node::put);
        return node;
    }

    private Refused unknown(Request request) {
        var elsewhere = request.environment() == Environment.PRODUCTION
                && operations.stream().anyMatch(operation -> operation.path().equals(request.operation()));
        var message = elsewhere
                ? "The operation " + request.operation() + " exists in the sandbox only"
                : "There is no operation at this path; openapi.yaml lists them all";
        return Problem.of(404, Problem.Type.NOT_FOUND, message).refused();
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
