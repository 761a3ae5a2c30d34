/** Sum of logarithms of ratios, a logarithm for every few factors. */
export function logSum() {
  let product = 1;
  let sum = 0;
  return {
    add(ratio: number) {
      product *= ratio;
      if (product < 1e-100 || product > 1e100) {
        sum += Math.log(product);
        product = 1;
      }
    },
    total: () => sum + Math.log(product),
  };
}
