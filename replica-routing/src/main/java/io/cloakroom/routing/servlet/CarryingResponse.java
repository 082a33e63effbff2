package io.cloakroom.routing.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;

/** Adds the cookie at the last moment at which it surely can be added: before anything of the body can be written. */
final class CarryingResponse extends HttpServletResponseWrapper {

    private final Carrier carrier;

    CarryingResponse(HttpServletResponse response, Carrier carrier) {
        super(response);
        this.carrier = carrier;
    }

    void tell() {
        carrier.tell((HttpServletResponse) getResponse());
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        tell();
        return super.getWriter();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        tell();
        return super.getOutputStream();
    }

    @Override
    public void flushBuffer() throws IOException {
        tell();
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        tell();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        tell();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        tell();
        super.sendRedirect(location);
    }

    /* Servlet 6.1 adds three overloads. This is compiled against 6.0, hence no @Override; without them the wrapper of 6.1
     * would forward straight to the container. */

    public void sendRedirect(String location, int status) throws IOException {
        sendRedirect(location, status, true);
    }

    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        sendRedirect(location, SC_FOUND, clearBuffer);
    }

    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        tell();
        LaterRedirect.send((HttpServletResponse) getResponse(), location, status, clearBuffer);
    }
}
