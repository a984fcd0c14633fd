/// How the AWS SDK's clients are made.
package org.openbalance.platform.aws;
