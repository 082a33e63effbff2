package io.cloakroom.examples.myclothes.catalog;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What part of the catalogue a shopper wants to see.
 *
 * @param category the shelf, or {@code null} for all
 * @param search words to look for, or an empty string
 * @param page counted from 1
 */
public record CatalogQuery(@Nullable Category category, String search, int page) {

    static final int PAGE_SIZE = 12;
    private static final int LONGEST_SEARCH = 60;
    private static final int LAST_PAGE = 1000;

    public CatalogQuery {
        search = search.strip();
        search = search.substring(0, Math.min(search.length(), LONGEST_SEARCH));
        page = Math.max(1, Math.min(page, LAST_PAGE));
    }

    boolean isSearch() {
        return !search.isEmpty();
    }

    int offset() {
        return (page - 1) * PAGE_SIZE;
    }

    /** The address of this part of the catalogue. */
    public String path() {
        return path(page);
    }

    /** Where the same shelf and search continue on another page. */
    public String path(int otherPage) {
        return path(category, otherPage);
    }

    /** Where the same search is shown for another shelf, from its first page. */
    public String path(@Nullable Category otherCategory) {
        return path(otherCategory, 1);
    }

    private String path(@Nullable Category otherCategory, int otherPage) {
        StringBuilder path = new StringBuilder("/");
        append(path, "category", otherCategory == null ? "" : otherCategory.slug());
        append(path, "q", search);
        append(path, "page", otherPage == 1 ? "" : Integer.toString(otherPage));
        return path.toString();
    }

    private static void append(StringBuilder path, String name, String value) {
        if (!value.isEmpty()) {
            path.append(path.length() == 1 ? '?' : '&').append(name).append('=');
            path.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
