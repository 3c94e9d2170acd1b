"""Lloyd's algorithm to no change in scikit-learn."""
import numpy as np
from sklearn.cluster import KMeans

from data import answer, digit_images, images, time_steps

x = images.astype(np.float32) / 255
model = KMeans(10, init=digit_images(), n_init=1, max_iter=300, tol=0, algorithm="lloyd")
times = time_steps(lambda _: model.fit(x), 0, 2)
answer(times, mse=round(model.inertia_ / x.size, 6), iterations=model.n_iter_)
