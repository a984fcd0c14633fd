package org.openbalance.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// A server to speak to.
///
/// @param tls whether to prove that it is `host`, by its certificate (RFC 9110, 4.3.4), and to encrypt
public record Origin(boolean tls, String host, int port) {

    /// @param connectMs how long the server may take to accept the connection
    /// @param readMs how long it may be silent, during the handshake and within an answer; 0 for ever
    /// @throws IOException if the server is not there, or is not who it should be
    public Connection connect(int connectMs, int readMs) throws IOException {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException("There is no address of " + host);
        }
        var socket = new Socket();
        try {
            socket.connect(address, connectMs);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(readMs);
            return new Connection(tls ? encrypted(socket) : socket);
        } catch (IOException | RuntimeException | Error failed) {
            socket.close();
            throw failed;
        }
    }

    private Socket encrypted(Socket socket) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var encrypted = (SSLSocket) factory.createSocket(socket, host, port, true);
        var parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        return encrypted;
    }
}
