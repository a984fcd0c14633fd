module openbalance.org/bench/tls

go 1.26
