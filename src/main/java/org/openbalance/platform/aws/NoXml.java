package org.openbalance.platform.aws;

import com.oracle.svm.core.annotate.Delete;
import com.oracle.svm.core.annotate.TargetClass;

/// Leaves the JDK's XML out of a native image: five megabytes that Quarkus' extension registers for those
/// services of AWS that speak XML. DynamoDB, SQS and KMS speak JSON.
final class NoXml {

    private NoXml() {}

    @Delete
    @TargetClass(className = "com.sun.xml.internal.stream.XMLInputFactoryImpl")
    static final class Readers {

        private Readers() {}
    }

    @Delete
    @TargetClass(className = "com.sun.xml.internal.stream.XMLOutputFactoryImpl")
    static final class Writers {

        private Writers() {}
    }
}
