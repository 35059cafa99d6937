CREATE TABLE `Item` (
  `id` INTEGER NOT NULL AUTO_INCREMENT,
  `price` INTEGER NOT NULL,
  `sale` INTEGER NOT NULL,
  `net` INTEGER GENERATED ALWAYS AS (`price` - `sale`) VIRTUAL,
  CONSTRAINT `sale_below_price` CHECK (`sale` <= `price`),
  CONSTRAINT `dropped_later` CHECK (`price` < 10),
  PRIMARY KEY (`id`)
);
CREATE TRIGGER `item_bi` BEFORE INSERT ON `Item` FOR EACH ROW SET NEW.sale = LEAST(NEW.sale, NEW.price);
CREATE VIEW `cheap` AS SELECT * FROM `Item` WHERE `price` < 5;
ALTER TABLE `Item` DROP CHECK `dropped_later`;
