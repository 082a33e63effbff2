package io.cloakroom.examples.fleet;

import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Sends each request to one of the targets and passes the answer on, with the name of the target. */
final class BalancingProxy extends ProxyHandler {

    private static final String COOKIE = "LBCOOKIE";
    private static final String TARGET = BalancingProxy.class.getName() + ".target";

    private final Balancing balancing;
    private final List<Target> targets;
    private final AtomicInteger turn = new AtomicInteger();

    BalancingProxy(Balancing balancing, List<Target> targets) {
        this.balancing = balancing;
        this.targets = targets;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Target target = balancing.pick(targets, turn, rememberedTarget(request));
        if (target == null) {
            Response.writeError(
                    request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "no instance in service");
            return true;
        }
        target.countRequest();
        request.setAttribute(TARGET, target);
        return super.handle(request, response, callback);
    }

    @Override
    protected HttpURI rewriteHttpURI(Request request) {
        Target target = targetOf(request);
        return HttpURI.build(request.getHttpURI())
                .scheme(target.address().getScheme())
                .authority(target.address().getHost(), target.address().getPort());
    }

    @Override
    protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request toTarget) {
        super.addProxyHeaders(request, toTarget);
        toTarget.headers(headers -> {
            headers.put(HttpHeader.X_FORWARDED_FOR, Request.getRemoteAddr(request));
            headers.put(HttpHeader.X_FORWARDED_PROTO, request.getHttpURI().getScheme());
            headers.put(HttpHeader.HOST, request.getHttpURI().getAuthority());
        });
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request toTarget,
            org.eclipse.jetty.client.Response fromTarget,
            Response response,
            Callback callback,
            Throwable failure) {
        if (failure instanceof ConnectException) {
            targetOf(request).takeOut();
        }
        super.onServerToProxyResponseFailure(request, toTarget, fromTarget, response, callback, failure);
    }

    @Override
    protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
            Request request, org.eclipse.jetty.client.Request toTarget, Response response, Callback callback) {
        return new ProxyResponseListener(request, toTarget, response, callback) {
            @Override
            public void onHeaders(org.eclipse.jetty.client.Response fromTarget) {
                super.onHeaders(fromTarget);
                // only now: the copied headers would overwrite an earlier Set-Cookie
                if (balancing.remembersTarget()) {
                    Response.addCookie(response, stickyCookie(targetOf(request)));
                }
            }
        };
    }

    private static Target targetOf(Request request) {
        return (Target) request.getAttribute(TARGET);
    }

    private static @Nullable String rememberedTarget(Request request) {
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse(null);
    }

    private static HttpCookie stickyCookie(Target target) {
        return HttpCookie.build(COOKIE, target.name())
                .path("/")
                .httpOnly(true)
                .sameSite(HttpCookie.SameSite.LAX)
                .build();
    }
}
