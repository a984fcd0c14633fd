/// OpenBalance on one machine: a stand-in for API Gateway, DynamoDB Local as a child process, and what ties them to dev
/// mode. Used by `quarkus:dev` and the tests; the build moves it out of the classes before it packages them.
package org.openbalance.local;
