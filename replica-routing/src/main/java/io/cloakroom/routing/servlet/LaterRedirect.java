package io.cloakroom.routing.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** The {@code sendRedirect} with a status, which only Servlet 6.1 has. */
final class LaterRedirect {

    private static final @Nullable MethodHandle METHOD = method();

    private LaterRedirect() {}

    static void send(HttpServletResponse response, String location, int status, boolean clearBuffer)
            throws IOException {
        if (METHOD == null) {
            throw new UnsupportedOperationException("sendRedirect with a status needs Servlet 6.1");
        }
        try {
            METHOD.invokeExact(response, location, status, clearBuffer);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("not declared by sendRedirect", e);
        }
    }

    private static @Nullable MethodHandle method() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(
                            HttpServletResponse.class,
                            "sendRedirect",
                            MethodType.methodType(void.class, String.class, int.class, boolean.class));
        } catch (NoSuchMethodException e) {
            return null;
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
