package io.cloakroom.examples.myclothes.catalog;

import io.cloakroom.examples.myclothes.database.Reading;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads products from the database. All of it on read-only connections, which is what sends it to a replica. Safe for
 * use by many threads at once.
 */
public final class ProductTable {

    private static final String MATCHING = " FROM product WHERE (? = '' OR category = ?)"
            + " AND (? = '' OR name LIKE ? OR description LIKE ? OR colour_name LIKE ?)";
    private static final String PRODUCT = "SELECT p.code, p.category, p.name, p.description, p.price_cents, p.garment,"
            + " p.colour, p.colour_name, v.sku, v.size, v.stock FROM product p JOIN variant v ON v.product_code = p.code"
            + " WHERE p.code = ? ORDER BY v.position";

    private final DataSource database;

    public ProductTable(DataSource database) {
        this.database = database;
    }

    public Listing listing(CatalogQuery query) throws SQLException {
        try (Connection connection = Reading.from(database)) {
            return new Listing(codes(connection, query), count(connection, query));
        }
    }

    /** Finds a product by its code; {@code null} if there is none. */
    public @Nullable Product product(String code) throws SQLException {
        try (Connection connection = Reading.from(database);
                PreparedStatement select = connection.prepareStatement(PRODUCT)) {
            select.setString(1, code);
            try (ResultSet rows = select.executeQuery()) {
                return read(rows);
            }
        }
    }

    private static List<String> codes(Connection connection, CatalogQuery query) throws SQLException {
        String sql = "SELECT code" + MATCHING + " ORDER BY position LIMIT ? OFFSET ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            int index = bind(select, query);
            select.setInt(++index, CatalogQuery.PAGE_SIZE);
            select.setInt(++index, query.offset());
            List<String> codes = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    codes.add(rows.getString(1));
                }
            }
            return codes;
        }
    }

    private static int count(Connection connection, CatalogQuery query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT COUNT(*)" + MATCHING)) {
            bind(select, query);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static int bind(PreparedStatement select, CatalogQuery query) throws SQLException {
        Category category = query.category();
        String slug = category == null ? "" : category.slug();
        String pattern = "%" + query.search().replaceAll("([\\\\%_])", "\\\\$1") + "%";
        int index = 0;
        select.setString(++index, slug);
        select.setString(++index, slug);
        select.setString(++index, query.search());
        select.setString(++index, pattern);
        select.setString(++index, pattern);
        select.setString(++index, pattern);
        return index;
    }

    private static @Nullable Product read(ResultSet rows) throws SQLException {
        Product product = null;
        List<Variant> variants = new ArrayList<>();
        while (rows.next()) {
            variants.add(new Variant(new Sku(rows.getString("sku")), rows.getString("size"), rows.getInt("stock")));
            product = new Product(
                    rows.getString("code"),
                    Category.ofSlug(rows.getString("category")).orElseThrow(),
                    rows.getString("name"),
                    rows.getString("description"),
                    new Money(rows.getLong("price_cents")),
                    new Picture(
                            Garment.ofSlug(rows.getString("garment")).orElseThrow(),
                            rows.getString("colour"),
                            rows.getString("colour_name")),
                    variants);
        }
        return product;
    }
}
