/// OpenBalance on one machine: a stand-in for API Gateway, DynamoDB Local and an SQS server as child
/// processes, and what ties them to dev mode. Used by `quarkus:dev` and the tests; the build leaves it out of
/// the package.
package org.openbalance.local;
