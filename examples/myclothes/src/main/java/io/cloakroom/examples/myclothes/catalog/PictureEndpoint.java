package io.cloakroom.examples.myclothes.catalog;

import io.cloakroom.examples.myclothes.web.Endpoint;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code GET /pictures/{garment}-{colour}.svg}. */
public final class PictureEndpoint implements Endpoint {

    @Override
    public void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        Optional<Picture> picture = path == null ? Optional.empty() : Picture.ofPath(path);
        if (picture.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        byte[] svg = picture.get().svg().getBytes(StandardCharsets.UTF_8);
        response.setContentType("image/svg+xml");
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        response.setContentLength(svg.length);
        response.getOutputStream().write(svg);
    }
}
