// Command init runs one Lambda function in a container that LocalStack starts: it plays the Lambda Runtime API towards the
// function, and LocalStack's executor protocol towards LocalStack. It stands in for LocalStack's own init, which is
// published on GitHub alone.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	runtimeAPI  = "127.0.0.1:9001"
	invokePort  = ":9563"
	runtimePath = "/2018-06-01/runtime/"
)

// invocation is what LocalStack posts to /invoke.
type invocation struct {
	ID      string `json:"invoke-id"`
	ARN     string `json:"invoked-function-arn"`
	Payload string `json:"payload"`
	TraceID string `json:"trace-id"`
}

// answer is what the function gave for an invocation.
type answer struct {
	id      string
	body    []byte
	isError bool
}

type environment struct {
	localstack string
	timeout    time.Duration
	next       chan invocation
	answers    chan answer
	exited     chan error
	output     *tail
	process    *os.Process
}

// tail keeps what the function printed since it was last taken.
type tail struct {
	lock   sync.Mutex
	buffer bytes.Buffer
}

func (t *tail) Write(p []byte) (int, error) {
	t.lock.Lock()
	defer t.lock.Unlock()
	os.Stdout.Write(p)
	return t.buffer.Write(p)
}

func (t *tail) take() string {
	t.lock.Lock()
	defer t.lock.Unlock()
	defer t.buffer.Reset()
	return t.buffer.String()
}

func main() {
	seconds, err := strconv.Atoi(os.Getenv("AWS_LAMBDA_FUNCTION_TIMEOUT"))
	if err != nil {
		seconds = 30
	}
	env := &environment{
		localstack: os.Getenv("LOCALSTACK_RUNTIME_ENDPOINT"),
		timeout:    time.Duration(seconds) * time.Second,
		next:       make(chan invocation),
		answers:    make(chan answer, 1),
		exited:     make(chan error, 1),
		output:     &tail{},
	}
	env.serveRuntime()
	listener, err := net.Listen("tcp", invokePort)
	if err != nil {
		log.Fatal(err)
	}
	invoked := http.NewServeMux()
	invoked.HandleFunc("POST /invoke", env.invoke)
	go func() { log.Fatal(http.Serve(listener, invoked)) }()
	env.start()
	env.post("/status/"+os.Getenv("LOCALSTACK_RUNTIME_ID")+"/ready", nil)
	select {}
}

// start runs the function's process. Its end is told to the invocation that waits for it.
func (e *environment) start() {
	command := exec.Command(bootstrap())
	command.Dir = "/var/task"
	command.Stdout, command.Stderr = e.output, e.output
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "LOCALSTACK_RUNTIME") {
			command.Env = append(command.Env, variable)
		}
	}
	command.Env = append(command.Env, "AWS_LAMBDA_RUNTIME_API="+runtimeAPI)
	if err := command.Start(); err != nil {
		e.post("/status/"+os.Getenv("LOCALSTACK_RUNTIME_ID")+"/error", failure("", "Runtime.InvalidEntrypoint", err.Error()))
		log.Fatal(err)
	}
	e.process = command.Process
	go func() { e.exited <- command.Wait() }()
}

func bootstrap() string {
	for _, path := range []string{"/var/runtime/bootstrap", "/var/task/bootstrap"} {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return "/opt/bootstrap"
}

// invoke takes an invocation and answers at once; the result is posted when the function has it.
func (e *environment) invoke(w http.ResponseWriter, r *http.Request) {
	var i invocation
	if err := json.NewDecoder(r.Body).Decode(&i); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	go e.run(i)
}

func (e *environment) run(i invocation) {
	began := time.Now()
	fmt.Fprintf(e.output, "START RequestId: %s Version: %s\n", i.ID, os.Getenv("AWS_LAMBDA_FUNCTION_VERSION"))
	given := e.result(i)
	spent := time.Since(began).Milliseconds()
	fmt.Fprintf(e.output, "END RequestId: %s\nREPORT RequestId: %s\tDuration: %d ms\n", i.ID, i.ID, spent)
	logs, _ := json.Marshal(map[string]string{"logs": e.output.take()})
	e.post("/invocations/"+i.ID+"/logs", logs)
	if given.isError {
		e.post("/invocations/"+i.ID+"/error", given.body)
	} else {
		e.post("/invocations/"+i.ID+"/response", given.body)
	}
}

// result waits for the function's answer, its end, or the end of its time. As in Lambda, a process that has ended or ran out
// of time is replaced by a new one.
func (e *environment) result(i invocation) answer {
	over := time.After(e.timeout)
	select {
	case e.next <- i:
	case err := <-e.exited:
		return e.ended(i, err)
	case <-over:
		return e.timedOut(i)
	}
	select {
	case given := <-e.answers:
		return given
	case err := <-e.exited:
		return e.ended(i, err)
	case <-over:
		return e.timedOut(i)
	}
}

func (e *environment) ended(i invocation, err error) answer {
	e.start()
	return answer{i.ID, failure(i.ID, "Runtime.ExitError", fmt.Sprint("the process ended: ", err)), true}
}

func (e *environment) timedOut(i invocation) answer {
	e.process.Kill()
	<-e.exited
	e.start()
	return answer{i.ID, failure(i.ID, "Sandbox.Timedout", fmt.Sprintf("Task timed out after %.2f seconds", e.timeout.Seconds())), true}
}

func failure(id, kind, message string) []byte {
	body, _ := json.Marshal(map[string]string{"errorType": kind, "errorMessage": message, "requestId": id})
	return body
}

// serveRuntime is the Lambda Runtime API: the function asks for the next invocation and posts what became of it.
func (e *environment) serveRuntime() {
	api := http.NewServeMux()
	api.HandleFunc("GET "+runtimePath+"invocation/next", func(w http.ResponseWriter, r *http.Request) {
		select {
		case i := <-e.next:
			header := w.Header()
			header.Set("Lambda-Runtime-Aws-Request-Id", i.ID)
			header.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(time.Now().Add(e.timeout).UnixMilli(), 10))
			header.Set("Lambda-Runtime-Invoked-Function-Arn", i.ARN)
			header.Set("Lambda-Runtime-Trace-Id", i.TraceID)
			header.Set("Content-Type", "application/json")
			io.WriteString(w, i.Payload)
		case <-r.Context().Done():
		}
	})
	api.HandleFunc("POST "+runtimePath+"invocation/{id}/response", e.take(false))
	api.HandleFunc("POST "+runtimePath+"invocation/{id}/error", e.take(true))
	api.HandleFunc("POST "+runtimePath+"init/error", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		e.post("/status/"+os.Getenv("LOCALSTACK_RUNTIME_ID")+"/error", body)
		w.WriteHeader(http.StatusAccepted)
	})
	listener, err := net.Listen("tcp", runtimeAPI)
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Fatal(http.Serve(listener, api)) }()
}

func (e *environment) take(isError bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		e.answers <- answer{r.PathValue("id"), body, isError}
		w.WriteHeader(http.StatusAccepted)
	}
}

func (e *environment) post(path string, body []byte) {
	response, err := http.Post(e.localstack+path, "application/json", bytes.NewReader(body))
	if err != nil {
		log.Printf("cannot reach LocalStack: %v", err)
		return
	}
	response.Body.Close()
}
