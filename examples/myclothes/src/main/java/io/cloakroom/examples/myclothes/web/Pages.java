package io.cloakroom.examples.myclothes.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Renders pages from the templates that the build has compiled. Safe for use by many threads at once. */
public final class Pages {

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final String instance;
    private final String sessions;
    private final FormTokens tokens;
    private final Function<HttpServletRequest, Visitor> visitors;

    /**
     * Creates the renderer.
     *
     * @param instance the name of this instance
     * @param sessions where this fleet keeps its sessions
     * @param tokens issues what forms carry
     * @param visitors tells who sent a request
     */
    public Pages(String instance, String sessions, FormTokens tokens, Function<HttpServletRequest, Visitor> visitors) {
        this.instance = instance;
        this.sessions = sessions;
        this.tokens = tokens;
        this.visitors = visitors;
    }

    /** Renders a template for whoever sent the request. */
    public void show(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            String template,
            Map<String, Object> content)
            throws IOException {
        show(response, status, template, content, visitors.apply(request));
    }

    /** Renders a template without asking who looks at it: what is shown when the session store does not answer. */
    void showToAnybody(HttpServletResponse response, int status, String template, Map<String, Object> content)
            throws IOException {
        show(response, status, template, content, Visitor.UNKNOWN);
    }

    private void show(
            HttpServletResponse response, int status, String template, Map<String, Object> content, Visitor visitor)
            throws IOException {
        Map<String, Object> parameters = new HashMap<>(content);
        parameters.put("frame", new Frame(instance, sessions, visitor, tokens.issue(visitor.formOwner())));
        Utf8ByteOutput page = new Utf8ByteOutput();
        templates.render(template, parameters, page);
        response.setStatus(status);
        response.setContentType("text/html;charset=utf-8");
        response.setHeader("Cache-Control", "private, no-cache");
        response.setContentLength(page.getContentLength());
        page.writeTo(response.getOutputStream());
    }
}
