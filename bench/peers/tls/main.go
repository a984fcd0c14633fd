// TLS in front of DynamoDB Local, as AWS has it: TLS 1.3, a chain of three RSA certificates of 2048 bits, HTTP/1.1.
//
//	tls URL ROOT   passes requests on to URL, writes the root certificate to the file ROOT as PEM, and prints its own
//	               address. Ends with its standard input.
package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"time"
)

type issued struct {
	certificate *x509.Certificate
	key         *rsa.PrivateKey
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

// issue makes a certificate that its parent signs; without one it signs itself.
func issue(name string, authority bool, parent *issued) *issued {
	key := must(rsa.GenerateKey(rand.Reader, 2048))
	wanted := &x509.Certificate{
		SerialNumber:          must(rand.Int(rand.Reader, big.NewInt(1<<62))),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		IsCA:                  authority,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature,
	}
	if authority {
		wanted.KeyUsage |= x509.KeyUsageCertSign
	} else {
		wanted.DNSNames = []string{name}
		wanted.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	}
	signer := &issued{wanted, key}
	if parent != nil {
		signer = parent
	}
	der := must(x509.CreateCertificate(rand.Reader, wanted, signer.certificate, &key.PublicKey, signer.key))
	return &issued{must(x509.ParseCertificate(der)), key}
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: tls URL ROOT")
	}
	root := issue("OpenBalance bench root", true, nil)
	middle := issue("OpenBalance bench intermediate", true, root)
	leaf := issue("localhost", false, middle)
	written := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.certificate.Raw})
	if err := os.WriteFile(os.Args[2], written, 0o644); err != nil {
		log.Fatal(err)
	}

	proxy := httputil.NewSingleHostReverseProxy(must(url.Parse(os.Args[1])))
	proxy.Transport = &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}
	proxy.ErrorLog = log.New(io.Discard, "", 0)
	listener := must(net.Listen("tcp", "127.0.0.1:0"))
	server := &http.Server{
		Handler:  proxy,
		ErrorLog: log.New(io.Discard, "", 0),
		TLSConfig: &tls.Config{
			MinVersion: tls.VersionTLS13,
			NextProtos: []string{"http/1.1"},
			Certificates: []tls.Certificate{{
				Certificate: [][]byte{leaf.certificate.Raw, middle.certificate.Raw, root.certificate.Raw},
				PrivateKey:  leaf.key,
			}},
		},
	}
	go func() { log.Fatal(server.ServeTLS(listener, "", "")) }()
	fmt.Printf("https://localhost:%d\n", listener.Addr().(*net.TCPAddr).Port)
	io.Copy(io.Discard, os.Stdin)
}
