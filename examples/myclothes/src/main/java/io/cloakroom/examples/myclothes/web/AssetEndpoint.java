package io.cloakroom.examples.myclothes.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

/** Serves one file that lies beside the classes. */
public final class AssetEndpoint implements Endpoint {

    private final String contentType;
    private final byte[] content;
    private final String tag;

    /**
     * Reads the file.
     *
     * @param resource its path on the class path
     * @param contentType what it is
     */
    public AssetEndpoint(String resource, String contentType) {
        this.contentType = contentType;
        this.content = read(resource);
        this.tag = "\"%08x\"".formatted(Arrays.hashCode(content));
    }

    @Override
    public void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("ETag", tag);
        // short: during a rolling deployment a page and its style may come from two versions
        response.setHeader("Cache-Control", "public, max-age=300");
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(contentType);
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    private static byte[] read(String resource) {
        try (InputStream in =
                Objects.requireNonNull(AssetEndpoint.class.getResourceAsStream(resource), resource + " is missing")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
