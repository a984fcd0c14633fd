/// The binary that is deployed, tested behind a stand-in for Lambda's runtime API (`*IT`, run by `./mvnw verify
/// -Dnative`), and the measurements of `scripts/bench`, which start processes in the same way.
package org.openbalance.nativeimage;
