package io.cloakroom.examples.myclothes.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Shows what went wrong, in the look of the shop. Reached by an error dispatch only. */
public final class ErrorEndpoint implements Endpoint {

    private final Pages pages;

    public ErrorEndpoint(Pages pages) {
        this.pages = pages;
    }

    @Override
    public void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() != DispatcherType.ERROR) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        int status = status(request);
        pages.showToAnybody(response, status, "error.jte", Map.of("status", status));
    }

    @Override
    public void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
        get(request, response);
    }

    private static int status(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
                ? status
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }
}
