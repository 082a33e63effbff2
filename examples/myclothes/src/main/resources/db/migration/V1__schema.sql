CREATE TABLE product (
  code         VARCHAR(40)  NOT NULL PRIMARY KEY,
  category     VARCHAR(20)  NOT NULL,
  name         VARCHAR(80)  NOT NULL,
  description  VARCHAR(400) NOT NULL,
  price_cents  INT UNSIGNED NOT NULL,
  garment      VARCHAR(20)  NOT NULL,
  colour       CHAR(6)      NOT NULL COMMENT 'of the picture: RGB in hex',
  colour_name  VARCHAR(30)  NOT NULL,
  position     INT          NOT NULL COMMENT 'order in the catalogue',
  KEY by_category (category, position)
);

CREATE TABLE variant (
  sku          VARCHAR(48) NOT NULL PRIMARY KEY COMMENT 'product code, hyphen, size in lower case',
  product_code VARCHAR(40) NOT NULL,
  size         VARCHAR(4)  NOT NULL,
  position     INT         NOT NULL,
  stock        INT         NOT NULL,
  CONSTRAINT stock_is_never_negative CHECK (stock >= 0),
  FOREIGN KEY (product_code) REFERENCES product (code)
);

CREATE TABLE customer (
  id            BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  email         VARCHAR(254) NOT NULL COMMENT 'in lower case',
  name          VARCHAR(80)  NOT NULL,
  password_hash VARCHAR(200) NOT NULL,
  created_at    DATETIME(3)  NOT NULL DEFAULT UTC_TIMESTAMP(3),
  UNIQUE KEY one_account_per_address (email)
);

CREATE TABLE saved_cart_line (
  customer_id BIGINT      NOT NULL,
  sku         VARCHAR(48) NOT NULL,
  quantity    INT         NOT NULL,
  PRIMARY KEY (customer_id, sku),
  FOREIGN KEY (customer_id) REFERENCES customer (id)
);

CREATE TABLE orders (
  id          BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT       NOT NULL,
  cart_id     CHAR(36)     NOT NULL,
  placed_at   DATETIME(3)  NOT NULL DEFAULT UTC_TIMESTAMP(3),
  total_cents BIGINT       NOT NULL,
  recipient   VARCHAR(80)  NOT NULL,
  street      VARCHAR(120) NOT NULL,
  postcode    VARCHAR(12)  NOT NULL,
  city        VARCHAR(80)  NOT NULL,
  -- a double click, or a retry after a lost answer, finds the order that the first request placed
  UNIQUE KEY one_order_per_cart (customer_id, cart_id),
  FOREIGN KEY (customer_id) REFERENCES customer (id)
);

CREATE TABLE order_line (
  order_id    BIGINT       NOT NULL,
  sku         VARCHAR(48)  NOT NULL,
  name        VARCHAR(80)  NOT NULL,
  size        VARCHAR(4)   NOT NULL,
  quantity    INT          NOT NULL,
  price_cents INT UNSIGNED NOT NULL COMMENT 'of one piece, when it was ordered',
  PRIMARY KEY (order_id, sku),
  FOREIGN KEY (order_id) REFERENCES orders (id)
);
