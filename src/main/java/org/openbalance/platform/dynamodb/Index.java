package org.openbalance.platform.dynamodb;

/// The secondary indexes of the table, as `template.yaml` defines them.
public enum Index {
    /// An owner's things by the time they were created; carries whole items, so that a page is one Query.
    BY_OWNER("byOwner", "g1pk", "g1sk", true),
    /// A customer's things; keys only.
    BY_CUSTOMER("byCustomer", "g2pk", "g2sk", false),
    /// Accounts at a bank; keys only.
    BY_BANK("byBank", "g3pk", "g3sk", false),
    /// What is due at a time ([Due]), over several shards; its sort key is a number. Sparse; keys, and what groups
    /// reads.
    DUE("due", "dueShard", "next_refresh_at", false);

    private final String indexName;
    private final String partition;
    private final String sort;
    private final boolean whole;

    Index(String indexName, String partition, String sort, boolean whole) {
        this.indexName = indexName;
        this.partition = partition;
        this.sort = sort;
        this.whole = whole;
    }

    public String indexName() {
        return indexName;
    }

    public String partition() {
        return partition;
    }

    public String sort() {
        return sort;
    }

    /// Whether the index carries the whole item or its keys alone.
    public boolean whole() {
        return whole;
    }
}
